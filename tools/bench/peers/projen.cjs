// projen doing what it does: the files of one TypeScript project. It knows no infrastructure.
process.env.PROJEN_DISABLE_POST = "true";
const { typescript } = require("projen");
new typescript.TypeScriptProject({
  name: "shop",
  defaultReleaseBranch: "main",
  projenrcJs: true,
  outdir: "out",
}).synth();
