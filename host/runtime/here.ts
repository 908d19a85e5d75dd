// The runtimes that have Node's modules, and what each has of its own.

import net from 'node:net';
import type { HostRuntime } from '../net/context.ts';
import type { InitialFamilyDefaults } from '../net/defaults.ts';
import { denoProvider } from '../provider/deno.ts';
import { nodeProvider } from '../provider/node.ts';
import type { Provider } from '../provider/provider.ts';
import { nodeDialect } from './node-dialect.ts';
import { familyDefaultsIn } from './node-options.ts';
import { nodeShown } from './node-shown.ts';

export interface Here {
  provider(): Provider;
  /** Whether the environment asks for a trace. */
  traced(): boolean;
  familyDefaults(): InitialFamilyDefaults;
  /** Which Node it is, and how that shows values in messages. */
  speech(): Pick<HostRuntime, 'dialect' | 'shown'>;
}

declare const Deno: {
  permissions: { querySync(wanted: { name: 'env'; variable: string }): { state: string } };
};

const TRACE = 'WASI_NET_TRACE';

export const onNode: Here = {
  provider: nodeProvider,
  traced: () => process.env[TRACE] === '1',
  familyDefaults,
  speech: () => ({ dialect: nodeDialect(net.Socket, process.versions.node), shown: nodeShown }),
};

export const onDeno: Here = {
  provider: denoProvider,
  traced: () => allowed(TRACE) === '1',
  familyDefaults: () => ({ ...familyDefaults(), ...familyDefaultsIn(allowed('NODE_OPTIONS') ?? '') }),
  speech: () => ({}),
};

/** A variable, unless Deno would have to ask its user for it, or throw. */
function allowed(variable: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: 'env', variable });
  return state === 'granted' ? process.env[variable] : undefined;
}

function familyDefaults(): InitialFamilyDefaults {
  return {
    autoSelectFamily: net.getDefaultAutoSelectFamily(),
    autoSelectFamilyAttemptTimeout: net.getDefaultAutoSelectFamilyAttemptTimeout(),
  };
}
