// The further tests of Node's own suite that use net, directly or below http, https and tls.
import { test } from 'uvu';
import { listed } from './listed.ts';

const internals = 'but for those that expected.txt gives a reason for';
listed(count => `The rest of Node's net tests pass, ${internals}: ${count} in all`, 'node-net-more');
listed(
  count => `Node's further tests whose connections are ours pass, all ${count}`,
  'riding-more',
  '--http',
);

test.run();
