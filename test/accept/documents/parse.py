# Gives each command line to the AWS CLI's own parser, which knows every service, command, option and type. Nothing
# listens where it would send them, so that whatever it understands ends at the network.
import contextlib
import io
import json
import sys

from awscli.clidriver import create_clidriver

answers = []
for arguments in json.load(open(sys.argv[1])):
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            code = create_clidriver().main(arguments)
        except SystemExit as end:
            code = end.code
    answers.append({"code": code, "said": said.getvalue()})
print(json.dumps(answers))
