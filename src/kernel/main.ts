/**
 * Entry of the kernel process, which an editor forks: requests come over the channel to it. What is written to standard
 * output or standard error is a log that the client keeps. An error that nobody catches ends the process with its stack
 * and exit code 1, as is Node's own way.
 */
import { endWithGroup } from '../processes/process-group';
import { serveClient } from './rpc/connection';
import { answerRequests } from './rpc/requests';

/** How long the session may take to stop by itself when the client is gone. */
const graceMs = 1500;

if (process.send === undefined) {
  process.stderr.write('The kernel is started by an editor. On the command line, use gait.\n');
  process.exit(2);
}
serveClient((notices) => {
  const requests = answerRequests(notices);
  process.once('disconnect', () => {
    // With its group goes also what did not stop in time.
    setTimeout(endWithGroup, graceMs, 1).unref();
    void requests.shutdown().finally(() => process.exit(0));
  });
  return requests;
});
