// `node --import wasi-net/register`: the program and all it depends on get wasi-net where they ask for `net`, and http,
// https and tls run on it. The standard streams, terminals and pipes to other processes stay Node's own.

import 'node:tty';
import { replaceHttp } from '../register/http.ts';
import { isReplaced, replaceNet } from '../register/node-net.ts';
import { keepStandardStreams, watchChildren } from '../register/process.ts';
import { replaceTls } from '../register/tls.ts';

if (!isReplaced()) {
  replaceHttp();
  replaceTls();
  keepStandardStreams();
  watchChildren();
  replaceNet();
}
