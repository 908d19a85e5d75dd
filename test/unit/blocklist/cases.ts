// Random cases, by seed: lists of operations with addresses that meet each other, and wrong arguments among them.
import { Xorshift } from '../../support/xorshift.ts';
import type { Case, Step } from './play.ts';

const WRONG: readonly unknown[] = [
  5,
  null,
  true,
  '',
  'x',
  [],
  {},
  '1.2.3.4.5',
  '300.1.1.1',
  ':::',
  '1.2.3.4 ',
];
const FAMILIES = ['ipv4', 'ipv4', 'ipv6', 'ipv6', 'IPv4', 'IPV6', 'inet', 4];

export class CaseMaker {
  readonly #random: Xorshift;

  constructor(seed: number) {
    this.#random = new Xorshift(seed);
  }

  /** A list, changed by a few operations with checks between and behind them. */
  list(): Case {
    const steps: Step[] = [];
    for (let i = this.#below(14) + 2; i > 0; i--) {
      const change = this.#change();
      steps.push(change);
      // What was added goes again, now and then in other words.
      if (this.#below(4) === 0) steps.push([change[0].replace(/^add/, 'remove'), ...change.slice(1)]);
      steps.push(this.#check());
    }
    for (let i = 0; i < 12; i++) steps.push(this.#check());
    return { steps: steps.filter(([method]) => !['removeAddresses', 'removeCIDRs'].includes(method)) };
  }

  #change(): Step {
    const [address, ...family] = this.#address();
    const [end] = this.#address();
    const prefix = this.#prefix();
    return this.#pick<Step>([
      ['addAddress', address, ...family],
      ['addAddress', address, ...family],
      ['addAddresses', this.#below(9) === 0 ? address : [address, this.#address()[0]], ...family],
      ['addRange', address, end, ...family],
      ['addSubnet', address, prefix, ...family],
      ['addCIDR', this.#cidr()],
      ['addCIDRs', this.#below(9) === 0 ? this.#cidr() : [this.#cidr(), this.#cidr()]],
      ['removeAddress', address, ...family],
      ['removeRange', address, end, ...family],
      ['removeSubnet', address, prefix, ...family],
      ['removeCIDR', this.#cidr()],
      ['fromJSON', this.#json()],
      ...(this.#below(8) === 0 ? [['clear'] as Step] : []),
    ]);
  }

  #check(): Step {
    return ['check', ...this.#address()];
  }

  /** An address and the family that goes with it, mostly; as text or as an object. */
  #address(): unknown[] {
    if (this.#below(25) === 0) return [this.#pick(WRONG), ...this.#some(FAMILIES)];
    const family = this.#pick(['ipv4', 'ipv4', 'ipv6']);
    const address = family === 'ipv4' ? this.#ipv4() : this.#ipv6();
    if (this.#below(5) > 0) {
      if (this.#below(20) === 0) return [address, ...this.#some(FAMILIES)];
      return family === 'ipv4' && this.#below(2) === 0 ? [address] : [address, family];
    }
    return [{ socketAddress: { address, family, port: this.#below(3), flowlabel: this.#below(3) } }];
  }

  #cidr(): unknown {
    if (this.#below(12) === 0) return this.#pick([...WRONG, '10.0.0.0/08', '10.0.0.0/', '::/1e1', '1/2/3']);
    const address = this.#below(2) === 0 ? this.#ipv4() : this.#ipv6();
    return `${address}/${this.#prefix()}`;
  }

  #json(): unknown {
    const rules = [
      `Address: IPv4 ${this.#ipv4()}`,
      `Address: IPv6 ${this.#ipv6()}`,
      `xRange: IPv4 ${this.#ipv4()}-${this.#ipv4()}x`,
      `RANGE: IPv6 ${this.#ipv6()}-${this.#ipv6()}`,
      `Subnet: IPv4 ${this.#ipv4()}/${this.#prefix()} Address: IPv6 ::1`,
      `subnet: IPv6 ${this.#ipv6()}/${this.#prefix()}`,
      `Address: ipv6 ${this.#ipv6()}`,
      `Address: IPv5 ${this.#ipv4()}`,
    ];
    const data = [this.#pick(rules), this.#pick(rules)];
    return this.#pick<unknown>([data, JSON.stringify(data), ...(this.#below(5) === 0 ? WRONG : [])]);
  }

  #prefix(): unknown {
    if (this.#below(12) === 0) return this.#pick([33, 129, -1, 1.5, '8', null, -0]);
    return this.#pick([0, 1, 7, 8, 9, 16, 24, 30, 31, 32, 96, 97, 104, 120, 127, 128]);
  }

  /** Few different ones, so that rules meet. */
  #ipv4(): string {
    return `${this.#pick([0, 10, 10, 127, 255])}.${this.#pick([0, 128])}.${this.#pick([0, 0, 1])}.${this.#below(6)}`;
  }

  #ipv6(): string {
    const tail = this.#below(6);
    return this.#pick([
      `::ffff:${this.#ipv4()}`,
      `::ffff:0a00:${tail}`,
      `::${this.#ipv4()}`,
      `2001:DB8::${tail}`,
      `2001:db8:0:0:1:0:0:${tail}`,
      `fe80::${tail}%lo`,
      `::${tail}`,
    ]);
  }

  #some(list: readonly unknown[]): unknown[] {
    return this.#below(2) === 0 ? [] : [this.#pick(list)];
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#below(list.length)];
  }

  #below(limit: number): number {
    return this.#random.below(limit);
  }
}
