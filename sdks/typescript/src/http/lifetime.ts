import { setMaxListeners } from 'node:events';

/** A controller whose signal any number of requests and timers may listen to. */
export function lifetime(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
