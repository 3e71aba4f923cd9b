import { Injectable, type OnApplicationShutdown } from "@nestjs/common";
import { PrismaPg } from "@prisma/adapter-pg";
import { Redis } from "iovalkey";
import { PrismaClient } from "./generated/prisma/client.js";

@Injectable()
export class Stores implements OnApplicationShutdown {
  readonly database = new PrismaClient({
    adapter: new PrismaPg({
      connectionString: process.env["DATABASE_URL"],
      max: Number(process.env["DATABASE_POOL_MAX"]),
    }),
  });
  readonly cache = new Redis(process.env["REDIS_URL"] ?? "");

  async onApplicationShutdown(signal?: string): Promise<void> {
    await this.database.$disconnect();
    await this.cache.quit();
    console.log(`stopped by ${signal}`);
  }
}
