// A few words with each of the clients; PostgreSQL is listening already.
import { once } from 'node:events';
import { closed, listening, play } from './stage.mjs';

export function talk({ pg, mqtt, Aedes, WebSocket, WebSocketServer, net }) {
  return play({
    pg: async say => {
      const port = Number(process.env.POSTGRES);
      const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
      client.on('end', () => say('end'));
      await client.connect();
      const { rows } = await client.query('SELECT n, repeat($1, n) AS text FROM generate_series(1, 500) n', [
        'ab',
      ]);
      say(rows.length, rows[0].text, rows[499].text.length);
      say(await client.query('SELECT nothing').catch(({ code, message }) => `${code} ${message}`));
      await client.end();
    },

    'mqtt and aedes': async say => {
      const broker = await Aedes.createBroker();
      const server = await listening(net.createServer(broker.handle));
      const client = mqtt.connect(`mqtt://127.0.0.1:${server.address().port}`, { reconnectPeriod: 0 });
      await once(client, 'connect');
      await client.subscribeAsync('words/#', { qos: 1 });
      const arrived = once(client, 'message');
      await client.publishAsync('words/one', 'x'.repeat(20_000), { qos: 1 });
      const [topic, payload] = await arrived;
      say(topic, payload.length);
      await client.endAsync();
      await new Promise(resolve => broker.close(resolve));
      await closed(server);
    },

    ws: async say => {
      const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
      await once(server, 'listening');
      server.on('connection', socket =>
        socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })),
      );
      const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}`);
      await once(socket, 'open');
      for (const message of ['text', Buffer.alloc(100_000, 1)]) {
        socket.send(message);
        const [data, isBinary] = await once(socket, 'message');
        say(data.length, isBinary);
      }
      socket.close(1000, 'done');
      const [code, reason] = await once(socket, 'close');
      say(code, String(reason));
      await closed(server);
    },
  });
}
