// The newest Node beside the one that runs the tests: messages, checks and the order of events are its own. All else that
// is compared with Node is in node-26.long.test.ts.
import { test } from 'uvu';
import { passesUnder } from '../support/other-node.ts';

passesUnder('node-26', ['test/api/traces', 'test/api/forms']);

test.run();
