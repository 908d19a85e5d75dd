// Two small plots beside each other, as SVG: what an event costs and what a socket weighs, over the number of
// sockets. The colours stand out on white and on black; nothing paints the background.

import type { Machine } from '../report/machine.ts';
import { amount } from '../report/numbers.ts';

/** What was measured of one implementation; the lists go together. */
export interface Curve {
  name: string;
  sockets: number[];
  /** Microseconds of processor time. */
  event: number[];
  /** Bytes. */
  memory: number[];
}

const WIDTH = 760;
const HEIGHT = 300;
const PANEL = { width: 290, height: 170, top: 60 };
const LEFTS = [60, 440];
const COLOURS = ['#7d8590', '#1f8fd6', '#c9772b', '#8b62d9'];

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #767e89; }
  .title { font-size: 13px; font-weight: 600; }
  .grid { stroke: #8888; stroke-width: 0.5; }
  .line { fill: none; stroke-width: 2; }
`;

/** The plot as a whole SVG file. */
export function plotGrowth(curves: readonly Curve[], machine: Machine): string {
  const panels = [
    panel('CPU time per round trip, ten busy sockets, µs', LEFTS[0], curves, of => of.event),
    panel('heap of a socket, KB', LEFTS[1], curves, of => of.memory.map(bytes => bytes / 1000)),
  ];
  const legend = curves.map(({ name }, i) => {
    const x = LEFTS[0] + i * 110;
    const mark = `<line class="line" stroke="${COLOURS[i]}" x1="${x}" y1="18" x2="${x + 20}" y2="18"/>`;
    return `${mark}<text x="${x + 26}" y="22">${name}</text>`;
  });
  const { date, version, node, cpu } = machine;
  const note = `${date}, wasi-net ${version}, Node ${node}, ${cpu}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"
  aria-label="Time per event and memory per socket against the number of sockets">
<style>${STYLE}</style>
${legend.join('\n')}
${panels.join('\n')}
<text x="${LEFTS[0]}" y="${HEIGHT - 8}">${note}</text>
</svg>
`;
}

function panel(
  title: string,
  left: number,
  curves: readonly Curve[],
  valuesOf: (curve: Curve) => number[],
): string {
  const sockets = curves[0]?.sockets ?? [];
  const top = roundUp(Math.max(...curves.flatMap(valuesOf)));
  const x = (count: number) => left + PANEL.width * share(count, sockets);
  const y = (value: number) => PANEL.top + PANEL.height * (1 - value / top);
  const parts = [`<text class="title" x="${left}" y="${PANEL.top - 14}">${title}</text>`];
  for (const value of [0, top / 2, top]) {
    const at = y(value).toFixed(1);
    parts.push(`<line class="grid" x1="${left}" y1="${at}" x2="${left + PANEL.width}" y2="${at}"/>`);
    parts.push(text(left - 8, y(value) + 4, 'end', value === 0 ? '0' : amount(value).replace(/\.0*$/, '')));
  }
  for (const count of sockets) {
    parts.push(text(x(count), PANEL.top + PANEL.height + 18, 'middle', count.toLocaleString('en')));
  }
  parts.push(text(left + PANEL.width / 2, PANEL.top + PANEL.height + 36, 'middle', 'sockets'));
  curves.forEach((curve, i) => {
    const values = valuesOf(curve);
    const points = values.map((value, k) => `${x(curve.sockets[k]).toFixed(1)},${y(value).toFixed(1)}`);
    parts.push(`<polyline class="line" stroke="${COLOURS[i]}" points="${points.join(' ')}"/>`);
    for (const point of points) {
      const [cx, cy] = point.split(',');
      parts.push(`<circle cx="${cx}" cy="${cy}" r="3.5" fill="${COLOURS[i]}"/>`);
    }
  });
  return parts.join('\n');
}

/** Where a number of sockets stands on a logarithmic axis, 0 to 1. */
function share(count: number, sockets: readonly number[]): number {
  const [least] = sockets;
  const most = sockets.at(-1) ?? least;
  return most === least ? 0.5 : Math.log(count / least) / Math.log(most / least);
}

/** The next of 1, 2, 4, 6, 8, 10 and their tenfolds. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 6, 8, 10].find(step => step * power >= value) ?? 10) * power;
}

function text(x: number, y: number, anchor: string, content: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${content}</text>`;
}
