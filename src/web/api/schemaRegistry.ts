/** The named schemas of the API, which its OpenAPI document lists as components. */
import { z } from 'zod';

export const apiSchemas = z.registry<{ readonly id: string }>();
