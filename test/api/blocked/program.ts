// Tells the scenarios to the node:net of the runtime that runs this, and prints their traces. Node 26 runs it as it is.
import net from 'node:net';
import { traceOf } from '../../support/scenario.ts';
import { blocked } from './scenarios.ts';

const traces: string[] = [];
for (const scenario of blocked) traces.push(await traceOf(scenario, net));
console.log(JSON.stringify(traces));
