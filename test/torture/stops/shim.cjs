// Preloaded into the command: numbers what it does to files below STOP_ROOT, and at number STOP_AT kills the process
// (before, after, or with half of the bytes written) or lets the call fail with an errno. Says how many there were.
"use strict";
const fs = require("node:fs");
const { constants } = require("node:os");
const { STOP_ROOT: root, STOP_AT: at, STOP_HOW: how = "", STOP_COUNT: count } = process.env;
const open = new Set();
const real = { writeFileSync: fs.writeFileSync };
let number = 0;

const kill = () => process.kill(process.pid, "SIGKILL");
const isOurs = (place) => (typeof place === "number" ? open.has(place) : String(place).startsWith(root));

function fail(syscall, path) {
  const message = `${how}: injected, ${syscall} '${path}'`;
  return Object.assign(new Error(message), { code: how, errno: -constants.errno[how], syscall, path });
}

function wrap(name, act) {
  real[name] = fs[name];
  fs[name] = (place, ...rest) => {
    if (!isOurs(place)) return real[name](place, ...rest);
    number += 1;
    if (number !== Number(at)) return act(place, ...rest);
    if (how === "before") kill();
    if (how === "half") half(name, place, ...rest);
    if (how === "after") {
      try {
        act(place, ...rest);
      } finally {
        kill();
      }
    }
    throw fail(name.replace("Sync", ""), place);
  };
}

/** Only a write can be cut in two. */
function half(name, place, data, options) {
  if (name === "writeFileSync") real.writeFileSync(place, Buffer.from(data).subarray(0, data.length / 2), options);
  kill();
}

for (const name of ["mkdirSync", "writeFileSync", "fchmodSync", "renameSync", "unlinkSync", "rmdirSync"]) {
  wrap(name, (...args) => real[name](...args));
}
wrap("openSync", (place, ...rest) => {
  const file = real.openSync(place, ...rest);
  open.add(file);
  return file;
});
wrap("closeSync", (file) => {
  open.delete(file);
  return real.closeSync(file);
});
process.on("exit", () => count && real.writeFileSync(count, String(number)));
