// VS Code's names of platforms, and what the packages that carry ffmpeg and ffprobe call them.

/** @type {Readonly<Record<string, string>>} */
export const targets = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'win32-x64',
};

export const thisTarget = `${process.platform}-${process.arch}`;
