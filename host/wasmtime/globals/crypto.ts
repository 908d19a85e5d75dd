// `crypto` and its classes, in programs that name them.

import { Crypto, CryptoKey, SubtleCrypto, webcrypto } from '../builtins/crypto/webcrypto.ts';
import { provide } from './define.ts';

provide({ Crypto, CryptoKey, SubtleCrypto, crypto: webcrypto });
