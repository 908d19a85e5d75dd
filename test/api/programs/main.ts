// The process in which a program runs: `node main.mjs <implementation> <program> <port>`.
import { implementation } from '../../support/implementation.ts';
import { programs } from './programs.ts';

const [name, port] = process.argv.slice(2);
programs[name](await implementation(), Number(port));
