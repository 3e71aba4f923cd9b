#!/usr/bin/env bash
# Stands in for the tools that the commands ask: notes what it is called with, and answers as they would, so that what
# comes next has something to work on. Arguments end with a unit separator, and a call with a record separator.
# Both sides of a pipe write, so each call is one write.
printf -v words '%s\x1f' "${0##*/}" "$@"
printf '%s\x1e' "${words}" >>"$CALLS"
case "${0##*/} $1 $2" in
  'aws scheduler get-schedule') echo '{"Subnets": ["subnet-0a"], "SecurityGroups": ["sg-0a"]}' ;;
  'aws ecs run-task') echo 'arn:aws:ecs:eu-west-1:111122223333:task/cluster/0123456789abcdef' ;;
  'aws rds describe-db-instances') printf 'answer-one\tanswer-two\tsg-0b\n' ;;
  'aws ecs describe-task-definition') echo '{"containerDefinitions": [{"name": "api"}], "family": "api", "revision": 1}' ;;
  'aws ecr describe-repositories') echo '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api' ;;
  'aws sqs get-queue-url') echo 'https://sqs.eu-west-1.amazonaws.com/111122223333/queue' ;;
  'aws s3api list-object-versions')
    if [[ -e ${CALLS}.emptied ]]; then
      echo '[]'
    else
      echo '[{"Key": "daily/a.dump", "VersionId": "v1"}]'
      : >"${CALLS}.emptied"
    fi
    ;;
  *) ;;
esac
