// What `connect` takes for its family selection when its options say nothing, and how a program changes that.
//
// One set belongs to one `createNet`: a plugin with a net of its own does not change everybody's.

import { validateBoolean, validateInt32 } from './validators.ts';

/** Node: shorter attempts are not waited for, in milliseconds. */
const SHORTEST_ATTEMPT = 10;

/**
 * Whether a connect tries the addresses of both families in turn: one after the other as Node does, or as a race
 * (RFC 8305), in which those that take long go on beside the next.
 */
export type FamilySelection = boolean | 'race';

export interface FamilyDefaults {
  getDefaultAutoSelectFamily(): FamilySelection;
  /** Throws ERR_INVALID_ARG_TYPE unless given true, false or 'race'. */
  setDefaultAutoSelectFamily(value: FamilySelection): void;
  /** How long one address is tried before the next, in milliseconds. */
  getDefaultAutoSelectFamilyAttemptTimeout(): number;
  /** Whole milliseconds; 1 to 9 count as 10. Throws ERR_INVALID_ARG_TYPE or ERR_OUT_OF_RANGE. */
  setDefaultAutoSelectFamilyAttemptTimeout(value: number): void;
}

export interface InitialFamilyDefaults {
  /** true unless given. */
  readonly autoSelectFamily?: FamilySelection;
  /** Milliseconds, 500 unless given: that of Node 26, Deno and Bun. */
  readonly autoSelectFamilyAttemptTimeout?: number;
}

/** The four functions over one pair of values. Throws as the setters do when an initial value is wrong. */
export function familyDefaults(initial: InitialFamilyDefaults = {}): FamilyDefaults {
  let select = familySelection(initial.autoSelectFamily ?? true, 'autoSelectFamily');
  let timeout = attemptTimeout(
    initial.autoSelectFamilyAttemptTimeout ?? 500,
    'autoSelectFamilyAttemptTimeout',
  );
  return {
    getDefaultAutoSelectFamily() {
      return select;
    },
    setDefaultAutoSelectFamily(value) {
      select = familySelection(value, 'value');
    },
    getDefaultAutoSelectFamilyAttemptTimeout() {
      return timeout;
    },
    setDefaultAutoSelectFamilyAttemptTimeout(value) {
      timeout = attemptTimeout(value, 'value');
    },
  };
}

/** A checked selection. What is none is told as Node does, which knows of true and false. Throws ERR_INVALID_ARG_TYPE. */
export function familySelection(value: unknown, name: string): FamilySelection {
  return value === 'race' ? value : validateBoolean(value, name);
}

/** A checked attempt timeout in milliseconds, 10 at least. Throws ERR_INVALID_ARG_TYPE or ERR_OUT_OF_RANGE. */
export function attemptTimeout(value: unknown, name: string): number {
  return Math.max(validateInt32(value, name, 1), SHORTEST_ATTEMPT);
}
