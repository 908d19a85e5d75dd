// The further tests of Node's own suite that use net, directly or below http, https and tls.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import { listed } from './listed.ts';

const internals = 'but for those that expected.txt gives a reason for';
listed(
  count => `The rest of Node's net tests pass, ${internals}: ${count} in all`,
  'node-net-more',
  ...withIPv6Names(),
);
listed(
  count => `Node's further tests whose connections are ours pass, all ${count}`,
  'riding-more',
  '--http',
);

test.run();

/** One test wants `localhost` to be ::1 too. Where it is not and cannot be made so, it is left out. */
function withIPv6Names(): string[] {
  if (/^::1\s(.*\s)?localhost(\s|$)/m.test(readFileSync('/etc/hosts', 'utf8'))) return [];
  if (spawnSync('unshare', ['-m', 'true']).status === 0) return ['--hosts6'];
  console.log('without test-net-socket-connect-without-cb: localhost is not ::1 here');
  return ['--match', '^(?!.*test-net-socket-connect-without-cb)'];
}
