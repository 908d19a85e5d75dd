// node:perf_hooks.

import { PerformanceEntry, PerformanceMark, PerformanceMeasure } from './perf_hooks/entries.ts';
import { PerformanceObserver, PerformanceObserverEntryList } from './perf_hooks/observer.ts';
import { Performance, performance } from './perf_hooks/performance.ts';

export default {
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceObserverEntryList,
  timerify: performance.timerify.bind(performance),
  performance,
};
