/** Entry of the kernel process. */
export {};
