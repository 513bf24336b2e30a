/** A process that tells whether tfjs-node starts, and in which versions; the folder of the package is its argument. */
import { openTfjsNode } from './node';

const { versions } = await openTfjsNode(process.argv[2]!);
process.send?.(versions, () => process.exit(0));
