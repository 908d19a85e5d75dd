// Questions to name servers. WASI looks up addresses and nothing else: these answer ENOTIMP, as Node does where a
// resolver has no such question, and after the same checks.

import { isIP } from '../../../address.ts';
import { coded, nodeError, validateFunction, validateString } from '../errors.ts';

type Callback = (error: Error | null, ...values: unknown[]) => void;

/** What Node calls the questions, in errors. */
export const QUESTIONS: Record<string, string> = {
  resolveAny: 'queryAny',
  resolve4: 'queryA',
  resolve6: 'queryAaaa',
  resolveCaa: 'queryCaa',
  resolveCname: 'queryCname',
  resolveMx: 'queryMx',
  resolveNs: 'queryNs',
  resolveTxt: 'queryTxt',
  resolveSrv: 'querySrv',
  resolvePtr: 'queryPtr',
  resolveNaptr: 'queryNaptr',
  resolveSoa: 'querySoa',
};
const RECORDS = new Map(
  Object.entries(QUESTIONS).map(([name, syscall]) => [
    { resolve4: 'A', resolve6: 'AAAA' }[name] ?? name.slice('resolve'.length).toUpperCase(),
    syscall,
  ]),
);

/** As an error of c-ares. */
export function notImplemented(syscall: string, hostname: string): Error {
  const error = new Error(`${syscall} ENOTIMP ${hostname}`);
  return Object.assign(error, { errno: undefined, code: 'ENOTIMP', syscall, hostname });
}

/** What the question is called; throws for a kind of record that there is not. */
export function questionFor(record: unknown): string {
  if (typeof record !== 'string') throw nodeError('ERR_INVALID_ARG_TYPE', 'rrtype', 'string', record);
  const syscall = RECORDS.get(record);
  if (!syscall) throw nodeError('ERR_INVALID_ARG_VALUE', 'rrtype', record);
  return syscall;
}

/** A function of node:dns that asks that question. */
export function asking(syscall: string): (name: unknown, ...rest: unknown[]) => object {
  return (name, ...rest) => {
    const callback = rest.at(-1);
    validateString(name, 'name');
    validateFunction(callback, 'callback');
    globalThis.process.nextTick(callback as Callback, notImplemented(syscall, name));
    return {};
  };
}

export function reverse(address: unknown, callback: unknown): object {
  validateString(address, 'name');
  validateFunction(callback, 'callback');
  if (isIP(address) === 0) {
    throw Object.assign(new Error(`getHostByAddr EINVAL ${address}`), {
      errno: -22,
      code: 'EINVAL',
      syscall: 'getHostByAddr',
      hostname: address,
    });
  }
  globalThis.process.nextTick(callback as Callback, notImplemented('getHostByAddr', address));
  return {};
}

/** There are no servers to be set. */
export function setServers(): never {
  const message =
    'c-ares failed to set servers: "DNS server configuration is not available in a WebAssembly guest" []';
  throw coded(Error, 'ERR_DNS_SET_SERVERS_FAILED', message);
}
