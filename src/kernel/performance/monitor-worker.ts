import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { ResourceSample } from '../../shared/run-record';
import { createCpuMeter } from './cpu-meter';
import { createLimitWatch, type MemoryPressure } from './limit-watch';
import type { MonitorMessage, MonitorOrder, MonitorSummary, MonitorTask } from './monitor';
import { followProcessTree } from './process-tree';
import { createSeries } from './series';

/** Between looks: far from the limit, on the way to it, and near it. A look costs about half a millisecond. */
const intervalsMs = { far: 80, ok: 40, near: 20, over: 20 };
/** Share of the limit below which memory is far from it. */
const farShare = 0.6;
/** Every report costs the main thread a message. */
const reportIntervalMs = 125;
const send = (message: MonitorMessage): void => {
  parentPort?.postMessage(message);
};

interface Watch {
  /** At least one look succeeded: this thread is a part of the process that it looks at. */
  readonly summary: () => MonitorSummary;
  readonly end: () => void;
}

/** Looks at once and from then on. */
function watch({ rootPid, limitMb, startedEpochMs }: MonitorTask): Watch {
  const nowS = (): number => (performance.timeOrigin + performance.now() - startedEpochMs) / 1000;
  const tree = followProcessTree(rootPid);
  const limit = createLimitWatch(limitMb);
  const series = createSeries();
  const cpu = createCpuMeter();
  let last: ResourceSample | undefined;
  let peakRssMb = 0;
  let pressure: MemoryPressure = 'ok';
  let reportedMs = -Infinity;
  let nextLook: NodeJS.Timeout | undefined;

  function look(): void {
    const reading = tree.read();
    if (!reading) return;
    const timeS = nowS();
    last = {
      timeS: round(timeS, 3),
      rssMb: round(reading.rssMb, 2),
      vmsMb: reading.vmsMb === null ? null : round(reading.vmsMb, 1),
      cpuPercent: round(cpu(timeS, reading), 1),
      processes: reading.processes.length,
    };
    peakRssMb = Math.max(peakRssMb, last.rssMb);
    series.add(last);
    const before = pressure;
    pressure = limit.see(timeS, reading.rssMb);
    if (pressure !== before) send({ type: 'pressure', pressure, sample: last });
    if (performance.now() - reportedMs >= reportIntervalMs) {
      reportedMs = performance.now();
      send({ type: 'sample', sample: last });
    }
  }

  function loop(): void {
    look();
    const isFar = pressure === 'ok' && last !== undefined && last.rssMb < farShare * limitMb;
    nextLook = setTimeout(loop, intervalsMs[isFar ? 'far' : pressure]);
  }

  loop();
  return {
    summary: () => {
      look();
      return { peakRssMb, last: last!, series: series.samples() };
    },
    end: () => {
      clearTimeout(nextLook);
      tree.close();
    },
  };
}

let watching: Watch | undefined;
// Sound: monitor.ts alone writes to this thread.
parentPort?.on('message', (order: MonitorOrder) => {
  switch (order.type) {
    case 'watch':
      watching = watch(order.task);
      break;
    case 'tell':
      if (watching) send({ type: 'so-far', summary: watching.summary(), spentS: spentS() });
      break;
    case 'stop':
      if (watching) send({ type: 'done', summary: watching.summary(), spentS: spentS() });
      watching?.end();
      watching = undefined;
      break;
    case 'end':
      parentPort?.close();
      break;
  }
});

/** CPU time of this thread: Linux counts it in nanoseconds; elsewhere the time in which it was not waiting. */
function spentS(): number {
  try {
    const countedNs = Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[0]);
    if (countedNs > 0) return countedNs / 1e9;
  } catch {
    // This system does not tell.
  }
  return performance.eventLoopUtilization().active / 1000;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
