-- A word says nothing where each time it stands within one of its exceptions, as the
-- university does in University Road.
with

int_customer_texts as (

    select * from {{ ref('int_customer_texts') }}

),

institution_words as (

    select * from {{ ref('institution_words') }}

),

words as (

    select
        word,
        kind,
        {{ as_word('word') }} as looked_for

    from institution_words

),

words_found as (

    select
        texts.customer_id,
        texts.place,
        texts.words,
        words.word,
        words.kind,
        words.looked_for,
        {{ occurrences('texts.words', 'words.looked_for') }} as word_count

    from int_customer_texts as texts

    inner join words
        on {{ occurrences('texts.words', 'words.looked_for') }} > 0

    where texts.place in ('name', 'address', 'tags')

),

words_meant as (

    select
        found.customer_id,
        found.place,
        found.word,
        found.kind

    from words_found as found

    left join words_found as exceptions
        on
            found.customer_id = exceptions.customer_id
            and found.place = exceptions.place
            and found.words = exceptions.words
            and exceptions.kind = 'exception'
            and {{ occurrences('exceptions.looked_for', 'found.looked_for') }} > 0

    where found.kind <> 'exception'

    group by
        found.customer_id,
        found.place,
        found.word,
        found.kind,
        found.word_count,
        found.words

    having found.word_count > coalesce(sum(exceptions.word_count), 0)

),

words_of_places as (

    select
        customer_id,
        place,
        word,
        kind

    from words_meant

    group by customer_id, place, word, kind

)

select * from words_of_places
