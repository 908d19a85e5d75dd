import * as clock from 'wasi:clocks/monotonic-clock@0.2.12';

export const now = () => Number(clock.now());
