/** Links to the files of a table. */

export const EXPORTS = ['trend', 'themes', 'units', 'movement', 'report'] as const;
export type ExportName = (typeof EXPORTS)[number];

export interface Downloads {
  readonly csv: string;
  readonly xlsx: string;
}

/** @param query of the page, with or without its question mark, so that the file holds exactly what is seen */
export function downloadLinks(name: ExportName, query: string): Downloads {
  const parameters = query.replace(/^\?/, '');
  const suffix = parameters === '' ? '' : `?${parameters}`;
  return { csv: `/export/${name}.csv${suffix}`, xlsx: `/export/${name}.xlsx${suffix}` };
}
