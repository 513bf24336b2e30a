/**
 * As much of a page's elements as the bed looks at: functions that run in the page are written here among Node's, whose
 * program has no types of a page and should not get them.
 */
export interface PageElement {
  readonly id: string;
  readonly className: string;
  readonly tagName: string;
  readonly textContent: string;
  readonly style: { readonly top: string };
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** The same for what is global in a page. */
export interface PageGlobals {
  readonly document: { readonly body: PageElement };
  getComputedStyle(element: PageElement): {
    readonly color: string;
    readonly fill: string;
    getPropertyValue(name: string): string;
  };
  readonly navigator: { readonly clipboard: { writeText(text: string): Promise<void> } };
}
