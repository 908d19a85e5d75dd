// Plays the cases that it reads from its input: `program.ts own` on the runtime's own classes, `program.ts ours` on
// ours above them. Node 22 and Deno run it as it is.
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { addressClasses } from '../../../host/net/blocklist.ts';
import { type Classes, play } from './play.ts';

const cases = JSON.parse(await text(process.stdin));
const classes = process.argv[2] === 'own' ? net : addressClasses(net);
console.log(JSON.stringify(play(classes as unknown as Classes, cases)));
