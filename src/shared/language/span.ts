/** A stretch of a text, in UTF-16 units from its beginning, as editors count; `to` is just behind it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
