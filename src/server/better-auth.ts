import { betterAuth } from "better-auth";
import { v7 } from "uuid";
import { PASSWORD_LONGEST, PASSWORD_SHORTEST } from "../core/access/password.ts";
import type { Database } from "../db/open.ts";

/** A session lasts a week, or a day where the browser is not to remember it; it is not prolonged by use. */
export const WEEK = 7 * 24 * 3600;

/** The sign-in library over our tables: it hashes and checks passwords and makes sessions, and is never asked over HTTP itself. */
export const library = (database: Database, secret: string, https: boolean) =>
  betterAuth({
    // So its idea of an address does not matter, and the door has checked the origin.
    baseURL: "http://rungs.invalid",
    secret,
    database: { db: database.accounts, type: "postgres", schemaName: "accounts", transaction: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: PASSWORD_SHORTEST, maxPasswordLength: 4 * PASSWORD_LONGEST },
    user: { fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" } },
    session: {
      expiresIn: WEEK,
      additionalFields: { secondFactor: { type: "boolean", fieldName: "second_factor", required: false, input: false } },
      fields: {
        userId: "user_id",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    account: {
      fields: {
        userId: "user_id",
        providerId: "provider_id",
        accountId: "account_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    verification: { fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" } },
    advanced: {
      cookiePrefix: "rungs",
      useSecureCookies: https,
      disableCSRFCheck: true,
      database: { generateId: () => v7() },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
