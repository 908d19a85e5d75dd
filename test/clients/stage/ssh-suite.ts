// Runs ssh2's own test files, as its package carries them: each in a process of its own, on node:net and on the
// implementation under test.
import { readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { needTool } from '../../../scripts/fetch-tools.mjs';
import { implementationName } from '../../support/implementation.ts';
import { outcomeOf } from './outcome.ts';

const FOLDER = 'node_modules/ssh2/test';
/** These make no connection, whatever `net` is; all others must be seen to make one. */
const WITHOUT_SOCKETS = /keygen|protocol|worker-imports/;
const GUARD_MS = 120_000;

export const files = readdirSync(FOLDER).filter(name => /^test-.*\.js$/.test(name));

/** Makes a test of the file. */
export function passesAsOnNode(file: string): void {
  test(`ssh2's ${file} passes as it does on node:net`, async () => {
    const net = implementationName();
    const [theirs, ours] = await Promise.all([run(file, 'node:net'), run(file, net)]);
    assert.equal([theirs.code, ours.code], [0, 0], `${theirs.err}\n${ours.err}`);
    assert.is(ours.out, theirs.out);
    assert.not.match(ours.out, /skipping \w* *(agent|test)/i);
    if (net === 'wasi-net')
      assert.is(ours.connections > 0, !WITHOUT_SOCKETS.test(file), `${ours.connections}`);
  });
}

interface Ended {
  code: number | null;
  out: string;
  err: string;
  /** How many ends of connections the engine has seen. */
  connections: number;
}

async function run(file: string, net: string): Promise<Ended> {
  // Not an argument: some start further processes.
  const beneath = net === 'node:net' ? {} : { NODE_OPTIONS: `--import ${net}/register`, WASI_NET_TRACE: '1' };
  const PATH = `${dirname(needTool('ssh'))}${delimiter}${process.env.PATH}`;
  const ended = await outcomeOf([join(FOLDER, file)], { ...process.env, PATH, ...beneath }, GUARD_MS);
  const { code, out, err } = ended;
  const connections = err.split('=> ESTABLISHED').length - 1;
  return { code, out, err: err.replace(/^.* => .*\n/gm, '').slice(-2000), connections };
}
