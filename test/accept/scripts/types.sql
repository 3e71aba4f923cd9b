-- A database that holds something of everything: the common types with their edges, every kind of index, constraint,
-- sequence, view, function and trigger, and names that want quotes. The role `app` owns it all, as on RDS.
set role app;
set client_min_messages = warning;

-- Trusted extensions: the owner of a database may install them.
create extension citext;
create extension hstore;
create extension ltree;
create extension pg_trgm;
create extension btree_gist;
create extension "uuid-ossp";
create extension pgcrypto;
create schema extra;
create extension unaccent schema extra;

create type mood as enum ('sad', 'it''s ok', 'glücklich');
alter type mood add value 'calm' before 'sad';
create type place as (street text, number int, tags text[]);
create type span as range (subtype = float8, subtype_diff = float8mi);
create domain positive as numeric(20, 4) default 1 not null constraint above_zero check (value > 0);
create domain email as citext check (value ~ '^[^@]+@[^@]+$');
create collation german (provider = icu, locale = 'de-u-co-phonebk');

create table everything (
  id bigint generated always as identity (start with 1000 increment by 7 maxvalue 9999999) primary key,
  small smallint, whole int default 42, large bigint, exact numeric, scaled numeric(30, 10), money money,
  single real, double double precision, truth boolean,
  fixed char(5), short varchar(20), long text, folded citext, name name, sorted text collate german,
  bytes bytea, one uuid default gen_random_uuid(), bits bit(5), more_bits varbit,
  day date, clock time, clock_zone timetz, moment timestamp, instant timestamptz, precise timestamptz(3), pause interval,
  address inet, net cidr, card macaddr, card8 macaddr8,
  plain json, tree jsonb, document xml, pairs hstore, path ltree, words tsvector, question tsquery,
  feeling mood, feelings mood[], home place, homes place[], amount positive, mail email,
  numbers int[], matrix text[][], shifted int[], empty text[],
  range_of_int int4range, range_of_time tstzrange, ranges int8multirange, own span,
  spot point, line lseg, area box, shape polygon, ring circle, snapshot pg_snapshot, position pg_lsn,
  twice bigint generated always as (large * 2) stored
);

insert into everything (small, whole, large, exact, scaled, money, single, double, truth, fixed, short, long, folded, name,
  sorted, bytes, one, bits, more_bits, day, clock, clock_zone, moment, instant, precise, pause, address, net, card, card8,
  plain, tree, document, pairs, path, words, question, feeling, feelings, home, homes, amount, mail, numbers, matrix,
  shifted, empty, range_of_int, range_of_time, ranges, own, spot, line, area, shape, ring, snapshot, position)
values
  (-32768, 2147483647, -4611686018427387904, 'NaN', 12345678901234567890.0123456789, '-1234.56', 'Infinity', 1e-307, true,
   'ab', 'tab	and "quote"', E'line\nbreak\r\\. \\N ''quoted'' \\x00', 'CaSe', 'nam"e', 'Äpfel', '\x00ff5c0a', uuid_nil(),
   b'10101', b'0000000000000001', '4713-01-01 BC', '24:00:00', '23:59:59.999999+15:59', 'infinity', '-infinity',
   '2026-03-29 02:30:00.123456 Europe/Berlin', '-1 year 3 months -4 days 05:06:07.000008', '::ffff:1.2.3.4/128', '10.1.0.0/16',
   '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', '{"b": 1, "a":  [1.10, null], "b": 2}',
   '{"ключ": "значение", "n": 123456789012345678901234567890.5, "s": "\\ \" \u20ac"}', '<a b="c">d</a>',
   'a=>1, "b c"=>NULL', 'Top.Science.Astronomy', to_tsvector('english', 'The quick brown foxes'), 'fox & !dog', 'it''s ok',
   '{calm,"it''s ok",NULL}', row('Main "St"', 5, '{a,"b,c"}'), array[row(null, 1, '{}')::place], 0.0001, 'A@b.C',
   '{1,NULL,3}', '{{"a,b","{c}"},{"\"d\"",NULL}}', '[-2:0]={1,2,3}', '{}', '(1,5]', '[2026-01-01 00:00+00,)',
   '{[1,3),[5,7)}', '[1.5,2.5)', '(1,-2)', '[(0,0),(1,1)]', '(2,2),(0,0)', '((0,0),(1,0),(1,1))', '<(1,1),2>',
   '10:20:10,14,15', '16/B374D848'),
  (null, null, null, null, null, null, 'NaN', '-Infinity', null, '', '', '', '', '', 'ö', '', null, null, b'', '5874897-12-31',
   '00:00', '00:00+00', '294276-12-31 23:59:59.999999', '4714-11-24 00:00:00+00 BC', '1970-01-01 00:00+00', '0', '::1', '::/0',
   null, null, 'null', 'null', null, '', '', '', null, null, '{}', null, '{}', 1, null, '{}', null, null, null, 'empty',
   'empty', '{}', 'empty', null, null, null, null, null, null, null);
-- Much of it, so that a page, a TOAST table and a gzip block are not enough.
insert into everything (large, long, bytes, tree, exact, one)
select i, repeat(md5(i::text) || ' ✓ 𝄞 e' || chr(769), 1 + i % 40), decode(md5(i::text), 'hex'), jsonb_build_object('i', i),
  i / 7.0, uuid_generate_v5(uuid_ns_url(), i::text)
from generate_series(1, 3000) i;
insert into everything (long, large) select string_agg(md5(i::text), ''), 1 from generate_series(1, 60000) i;
alter table everything alter long set storage external, alter whole set statistics 500, replica identity full;

-- A name with quotes, spaces and unicode, everywhere a name can stand.
create table "we ird (1), ""naïve"" $$ \" (
  "t""x; drop table nothing; --" text, "Ключ" int primary key, "COPY x.y FROM stdin;" text default E'\\.'
);
insert into "we ird (1), ""naïve"" $$ \"
select case i % 3 when 0 then E'\\.' when 1 then 'COPY public.a (b) FROM stdin;' else E'\t\n' end, i from generate_series(1, 500) i;
create table nothing ();
insert into nothing default values;
create table empty (a int);
comment on table empty is E'a comment; with ''quotes'' and\na line';

create index on everything (lower(short), (large % 10) desc nulls last) where truth is not false;
create unique index only_once on everything (one) nulls not distinct where one <> uuid_nil();
create index on everything using gin (tree jsonb_path_ops);
create index on everything using gin (long gin_trgm_ops) with (fastupdate = off);
create index on everything using gist (range_of_time, whole);
create index on everything using brin (id) with (pages_per_range = 16);
create index on everything using hash (whole);
create index on everything using spgist (spot);
create index covering on everything (whole) include (small, truth);
alter table everything cluster on covering;
create statistics connected (dependencies, ndistinct) on whole, small from everything;

create table parent (a int, b text, primary key (a, b), constraint no_gap check (a >= 0) no inherit);
create table child (
  id int generated by default as identity,
  a int, b text,
  during tstzrange not null,
  constraint to_parent foreign key (a, b) references parent match full on update cascade on delete set null
    deferrable initially deferred,
  constraint one_at_a_time exclude using gist (a with =, during with &&) where (a is not null),
  constraint named unique (id) deferrable
);
alter table child add constraint later check (a < 1000) not valid;
insert into parent select i, 'b' || i from generate_series(0, 50) i;
insert into child (a, b, during)
select i, 'b' || i, tstzrange('2026-01-01 00:00+00', '2026-01-02 00:00+00') from generate_series(0, 50) i;
create table self (id int primary key, up int references self);
insert into self values (1, null), (2, 1);
update self set up = 2 where id = 1;

create table measured (at timestamptz not null, value float8) partition by range (at);
create table measured_old partition of measured for values from (minvalue) to ('2026-01-01 00:00+00');
create table measured_rest partition of measured default partition by hash (value);
create table measured_rest_0 partition of measured_rest for values with (modulus 2, remainder 0);
create table measured_rest_1 partition of measured_rest for values with (modulus 2, remainder 1);
insert into measured select '2025-12-01 00:00+00'::timestamptz + i * interval '6 hours', sqrt(i) from generate_series(1, 300) i;
create index on measured (at);
create table base (a int);
create table derived (b int) inherits (base);
insert into base values (1);
insert into derived values (2, 3);
create unlogged table scratch (a int);
insert into scratch select generate_series(1, 10);

create sequence never_used start 5;
create sequence backwards increment -3 maxvalue 100 minvalue -100 start 50 cycle cache 5;
create sequence at_the_end as smallint maxvalue 32767;
create sequence far;
select nextval('backwards'), nextval('backwards'), setval('at_the_end', 32767), setval('far', 9223372036854775806, false);

create function add_one(n int) returns int language sql immutable strict parallel safe return n + 1;
create function touch() returns trigger language plpgsql as $body$
begin
  new.whole := coalesce(new.whole, 0) + 1; -- a ; and a $$ inside
  return new;
end $body$;
create procedure clear_scratch() language sql begin atomic delete from scratch; end;
create aggregate longest(text) (sfunc = textcat, stype = text, initcond = '');
create trigger before_all before insert or update of whole on everything for each row when (new.small > 0) execute function touch();
create trigger resting after delete on parent referencing old table as gone for each statement execute function touch();
alter table parent disable trigger resting;
create operator === (leftarg = int, rightarg = int, function = int4eq, commutator = ===);
create cast (mood as int) with inout as assignment;

create view readable with (security_barrier) as select id, long, add_one(whole) as next from everything where truth is not false
  with local check option;
create recursive view counted (n) as values (1) union all select n + 1 from counted where n < 5;
create materialized view totals as select whole, count(*) as rows from everything group by whole;
create unique index on totals (whole);
create materialized view unfilled as select 1 as one with no data;
create rule no_delete as on delete to base do instead nothing;
alter table everything enable row level security;
create policy readers on everything for select to analyst using (truth);
create publication changes for table parent, child where (a > 5);
create text search configuration plain_words (copy = simple);

select lo_from_bytea(4711, decode(repeat('00ff', 3000), 'hex'));
comment on large object 4711 is 'a large object';
grant select, insert (whole) on everything to analyst with grant option;
grant usage on sequence far to analyst;
grant execute on function add_one to public;
revoke execute on function touch from public;
alter default privileges in schema extra grant select on tables to analyst;
comment on column everything.twice is 'generated';

-- What only PostgreSQL 18 knows.
select current_setting('server_version_num')::int >= 180000 as newest
\gset
\if :newest
create table newer (
  id uuid default uuidv7(), a int, during daterange, doubled int generated always as (a * 2) virtual,
  primary key (a, during without overlaps)
);
insert into newer (id, a, during) values ('01980000-0000-7000-8000-000000000000', 1, '[2026-01-01,2026-02-01)');
alter table newer add constraint known check (a > 0) not enforced;
\endif
