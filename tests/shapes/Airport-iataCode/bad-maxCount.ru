# expect: Airport-iataCode MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX schema: <https://schema.org/>

INSERT DATA { <../asset/葵空港> schema:iataCode "AOI" , "AKA" }
