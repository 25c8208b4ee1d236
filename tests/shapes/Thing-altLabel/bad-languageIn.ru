# expect: Thing-altLabel LanguageInConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE { <../asset/葵自動車道> skos:altLabel ?value } INSERT { <../asset/葵自動車道> skos:altLabel "葵道" } WHERE { <../asset/葵自動車道> skos:altLabel ?value }
