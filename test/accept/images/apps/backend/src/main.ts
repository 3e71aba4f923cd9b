import "reflect-metadata";
import { Controller, Get, Inject, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { Stores } from "./stores.js";

@Controller()
class Health {
  constructor(@Inject(Stores) private readonly stores: Stores) {}

  @Get("health")
  async health(): Promise<object> {
    const items = await this.stores.database.item.count();
    return { items, cache: await this.stores.cache.ping(), seconds: process.env["CACHE_TTL_MARKET_PRICE_SECONDS"] };
  }
}

@Module({ controllers: [Health], providers: [Stores] })
class App {}

const app = await NestFactory.create(App);
app.enableShutdownHooks();
await app.listen(Number(process.env["PORT"]), "0.0.0.0");
