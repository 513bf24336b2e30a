/** What the bed is made of, exactly: another version is another bed. */
export const bedVersions = {
  /** VS Code 1.139.1 as a server, with a real workbench and a real Node extension host. */
  'code-server': '4.139.1',
  /** The Node that this server asks for; it comes as a package for each platform. */
  node: '24.21.0',
} as const;
