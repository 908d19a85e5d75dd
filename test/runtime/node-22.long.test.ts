// All that is compared with node:net, under Node 22.
import { test } from 'uvu';
import { passesUnder } from '../support/other-node.ts';

passesUnder('node-22', ['test/unit/', 'test/api/', 'test/fuzz/']);

test.run();
