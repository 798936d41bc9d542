import type { Sql } from './database.js';

export async function getSetting(sql: Sql, key: string): Promise<string | null> {
  const [row] = await sql.rows<{ value: string }>(`SELECT value FROM settings WHERE name = ?`, [key]);
  return row?.value ?? null;
}

export async function setSetting(sql: Sql, key: string, value: string): Promise<void> {
  await sql.rows(
    `INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [key, value],
  );
}
