// Clients as a CommonJS program has them: they, too, ask for net by `require`.
'use strict';

const pg = require('pg');
const mqtt = require('mqtt');
const { Aedes } = require('aedes');
const { WebSocket, WebSocketServer } = require('ws');

import('./talk.mjs').then(({ talk }) =>
  talk({ pg, mqtt, Aedes, WebSocket, WebSocketServer, net: require('node:net') }),
);
