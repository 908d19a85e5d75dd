// Clients as an ES module has them.
import net from 'node:net';
import { Aedes } from 'aedes';
import mqtt from 'mqtt';
import pg from 'pg';
import { WebSocket, WebSocketServer } from 'ws';
import { talk } from './talk.mjs';

talk({ pg, mqtt, Aedes, WebSocket, WebSocketServer, net });
