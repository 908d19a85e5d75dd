// The JavaScript engines that a program may be built into.

export const GUESTS = ['quickjs', 'starlingmonkey'] as const;
export type GuestName = (typeof GUESTS)[number];
