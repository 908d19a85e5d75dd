// A child process with a channel: says what it heard and whether its net is wasi-net; only listens, or tries to
// hand a socket up.
'use strict';

const net = require('node:net');

if (process.argv[2] === 'sends') {
  try {
    process.send('here', new net.Socket());
  } catch ({ code }) {
    process.send({ refused: code });
  }
  process.disconnect();
} else if (process.argv[2] === 'listens') {
  process.on('message', () => {});
} else {
  process.on('message', heard => {
    process.send({ heard, ours: net.Socket === require('wasi-net').Socket });
  });
}
