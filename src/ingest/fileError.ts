/** Why a whole file cannot be imported. Rows that cannot are rejections (rejection.ts) and stop nothing. */

export const FILE_ERROR_CODES = [
  'empty',
  'headerOnly',
  'oldExcel',
  'jsonArray',
  'binary',
  'unknownFormat',
  'zipBroken',
  'zipTooLarge',
  'zipRatio',
  'zipTooManyEntries',
  'zipEncrypted',
  'notWorkbook',
  'workbookBroken',
  'quote',
  'recordTooLong',
  'missingColumns',
  'ambiguousColumns',
  'unknownMappedColumns',
  'mapping',
] as const;
export type FileErrorCode = (typeof FILE_ERROR_CODES)[number];

/** Values for the sentence: what was found, in which row. */
export type FileErrorParams = Readonly<Record<string, string | number>>;

/** Thrown by everything that reads a file; `fileErrorText` (rejectionText.ts) gives the sentence in a language. */
export class FileError extends Error {
  override readonly name = 'FileError';
  constructor(
    readonly code: FileErrorCode,
    readonly params: FileErrorParams = {},
    options?: { readonly cause?: unknown },
  ) {
    super(`${code}${Object.keys(params).length > 0 ? ` ${JSON.stringify(params)}` : ''}`, options);
  }
}
