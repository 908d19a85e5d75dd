// The client process: loads one implementation, runs one workload on it, and writes what was measured to its
// standard output. Nothing is imported here that an implementation might want to be charged for.

import { writeSync } from 'node:fs';
import { type ClientOrder, openArena } from './client/arena.ts';
import { GROWTH } from './growth/workload.ts';
import { IMPLEMENTATIONS } from './implementations.ts';
import { workloadOf } from './workloads.ts';

const order = JSON.parse(process.argv[2]) as ClientOrder;
const implementation = IMPLEMENTATIONS.find(known => known.name === order.implementation);
const workload = order.row === GROWTH.rows[0].name ? GROWTH : workloadOf(order.row);
if (!implementation || !workload) throw new Error(`unknown: ${process.argv[2]}`);

const loadBegan = performance.now();
const net = await implementation.load();
const values = await workload.run(net, openArena(order, loadBegan));
writeSync(1, `${JSON.stringify({ values })}\n`);
process.exit(0);
