// The part of a profile that lies in the guest: it is put before the program as its own text, so it uses nothing
// from outside. To record a call takes a microsecond or so, most of it in the time of its caller.

/** A call that has not returned. */
interface Frame {
  id: number;
  began: number;
  /** Time of the calls within it, and their number. */
  within: number;
  calls: number;
}

/** What `instrumented` calls, and the text of what was recorded. Times are nanoseconds, as `now` has them. */
export function recorder(names: string[], now: () => number) {
  const [calls, own, whole, within] = [0, 0, 0, 0].map(() => new Float64Array(names.length));
  const stack: Frame[] = [];

  const enter = (id: number): Frame => {
    const frame = { id, began: 0, within: 0, calls: 0 };
    stack.push(frame);
    frame.began = now();
    return frame;
  };
  const leave = (frame: Frame): void => {
    const time = now() - frame.began;
    stack.pop();
    calls[frame.id]++;
    own[frame.id] += time - frame.within;
    whole[frame.id] += time;
    within[frame.id] += frame.calls;
    const outer = stack.at(-1);
    if (outer === undefined) return;
    outer.within += time;
    outer.calls++;
  };
  const report = (): string => {
    const order = names.map((_, i) => i).filter(i => calls[i] > 0);
    order.sort((a, b) => own[b] - own[a]);
    const lines = order.map(i => {
      const columns = [calls[i], within[i], (own[i] / 1e6).toFixed(1), (whole[i] / 1e6).toFixed(1)];
      return `${columns.map(column => String(column).padStart(10)).join('')}  ${names[i]}`;
    });
    return ['     calls    within   self ms  whole ms', ...lines].join('\n');
  };
  return { enter, leave, report };
}
