// Instead of a choice of nets: in a guest there is one.
import net from 'node:net';

export const implementationName = (): string => 'wasi-net';

export const implementation = async (): Promise<typeof net> => net;
