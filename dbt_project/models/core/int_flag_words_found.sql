-- A word says nothing where each time it stands within one of its exceptions, as the
-- university does in University Road.
with

int_customer_texts as (

    select * from {{ ref('int_customer_texts') }}

),

flag_words as (

    select * from {{ ref('flag_words') }}

),

words as (

    select
        word,
        flag,
        {{ as_word('word') }} as looked_for

    from flag_words

),

words_found as (

    select
        texts.customer_id,
        texts.place,
        texts.words,
        words.word,
        words.flag,
        words.looked_for,
        {{ occurrences('texts.words', 'words.looked_for') }} as word_count

    from int_customer_texts as texts

    inner join words
        on {{ occurrences('texts.words', 'words.looked_for') }} > 0

),

words_meant as (

    select
        found.customer_id,
        found.place,
        found.word,
        found.flag

    from words_found as found

    left join words_found as exceptions
        on
            found.customer_id = exceptions.customer_id
            and found.place = exceptions.place
            and found.words = exceptions.words
            and exceptions.flag = 'exception'
            and {{ occurrences('exceptions.looked_for', 'found.looked_for') }} > 0

    where found.flag <> 'exception'

    group by
        found.customer_id,
        found.place,
        found.word,
        found.flag,
        found.word_count,
        found.words

    having found.word_count > coalesce(sum(exceptions.word_count), 0)

),

words_of_places as (

    select
        customer_id,
        place,
        word,
        flag

    from words_meant

    group by customer_id, place, word, flag

)

select * from words_of_places
