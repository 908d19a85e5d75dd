// The client process: loads one implementation, runs one workload on it, and writes what was measured to its
// standard output. Nothing is imported here that an implementation might want to be charged for.

import { writeSync } from 'node:fs';
import { type ClientOrder, openArena } from './client/arena.ts';
import { GROWTH } from './growth/workload.ts';
import type { Net } from './row.ts';
import { workloadOf } from './workloads.ts';

const order = JSON.parse(process.argv[2]) as ClientOrder;
const workload = order.row === GROWTH.rows[0].name ? GROWTH : workloadOf(order.row);
if (!workload) throw new Error(`unknown: ${process.argv[2]}`);

const loadBegan = performance.now();
const net: Net = (await import(order.module)).default;
const values = await workload.run(net, openArena(order, loadBegan));
writeSync(1, `${JSON.stringify({ values })}\n`);
process.exit(0);
