/**
 * Ends what a harness process started, once that process is gone, however it went (end, Ctrl-C, crash, SIGKILL):
 * its standard input is a pipe from the harness, and the end of the pipe is the sign. Lines: `+pid N`, `-pid N`
 * (leaders of process groups), `+dir PATH`, `-dir PATH` (throwaway folders).
 */
const { rmSync } = require('node:fs');
const { createInterface } = require('node:readline');

const groups = new Set();
const folders = new Set();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const [, sign, kind, value] = /^([+-])(pid|dir) (.+)$/.exec(line) ?? [];
  if (!value) return;
  const set = kind === 'pid' ? groups : folders;
  if (sign === '+') set.add(value);
  else set.delete(value);
});
lines.on('close', () => {
  for (const pid of groups) {
    try {
      process.kill(-Number(pid), 'SIGKILL');
    } catch {
      // Ended by itself.
    }
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});
